'use client';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'next/navigation';
import { read } from '@/lib/client/queries';
import { errorOf } from '../../../../../_components/error-of';
import { LoadingPanel } from '../../../../../_components/loading-panel';
import { PageProblem } from '../../../../../_components/page-problem';
import { useWorkspaceId } from '../../../../../_components/session';
import { ProfileForm } from './_components/profile-form';

/** One profile. It is read again and again, so that somebody else's change is seen before one saves over it. */
export default function ProfilePage() {
  const workspaceId = useWorkspaceId();
  const { profile: sensorProfileId } = useParams<{ profile: string }>();
  const query = useQuery({
    ...read('sensorProfiles.get', { params: { workspaceId, sensorProfileId } }),
    refetchInterval: 5_000,
  });
  const profile = query.data?.id === sensorProfileId ? query.data : undefined;
  const failed = errorOf('The profile could not be read', query);
  if (failed && !profile) return <PageProblem page="Profile" problem={failed} />;
  if (!profile) return <LoadingPanel rows={5} />;
  return <ProfileForm key={profile.id} newest={profile} />;
}
