import { anyResource, reads } from '../wire/action';
import { findUserOrSelf } from './find';
import { askUser } from './users';

/**
 * Features that no one in this world uses: their lists are empty, as they are in most accounts.
 * Terraform's `force_destroy` and credential audits read them.
 */
export const unusedFeatureActions = {
  ListServerCertificates: reads(anyResource, () => ({ ServerCertificateMetadataList: [], IsTruncated: false })),
  ListSigningCertificates: reads(askUser, (call) => {
    findUserOrSelf(call);
    return { Certificates: [], IsTruncated: false };
  }),
  ListSSHPublicKeys: reads(askUser, (call) => {
    findUserOrSelf(call);
    return { SSHPublicKeys: [], IsTruncated: false };
  }),
  ListServiceSpecificCredentials: reads(askUser, (call) => {
    findUserOrSelf(call);
    return { ServiceSpecificCredentials: [] };
  }),
};
