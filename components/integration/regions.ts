import type { ComboboxOption } from '@/components/ui/combobox';

/** Regions offered for STS and the first calls, with the places AWS names them by (AWS Regions, User Guide). */
const PLACES = {
  'us-east-1': 'N. Virginia',
  'us-east-2': 'Ohio',
  'us-west-1': 'N. California',
  'us-west-2': 'Oregon',
  'ca-central-1': 'Canada Central',
  'ca-west-1': 'Calgary',
  'mx-central-1': 'Mexico Central',
  'sa-east-1': 'São Paulo',
  'eu-central-1': 'Frankfurt',
  'eu-central-2': 'Zurich',
  'eu-west-1': 'Ireland',
  'eu-west-2': 'London',
  'eu-west-3': 'Paris',
  'eu-north-1': 'Stockholm',
  'eu-south-1': 'Milan',
  'eu-south-2': 'Spain',
  'af-south-1': 'Cape Town',
  'il-central-1': 'Tel Aviv',
  'me-central-1': 'UAE',
  'me-south-1': 'Bahrain',
  'ap-east-1': 'Hong Kong',
  'ap-east-2': 'Taipei',
  'ap-south-1': 'Mumbai',
  'ap-south-2': 'Hyderabad',
  'ap-northeast-1': 'Tokyo',
  'ap-northeast-2': 'Seoul',
  'ap-northeast-3': 'Osaka',
  'ap-southeast-1': 'Singapore',
  'ap-southeast-2': 'Sydney',
  'ap-southeast-3': 'Jakarta',
  'ap-southeast-4': 'Melbourne',
  'ap-southeast-5': 'Malaysia',
  'ap-southeast-6': 'New Zealand',
  'ap-southeast-7': 'Thailand',
  'us-gov-east-1': 'GovCloud East',
  'us-gov-west-1': 'GovCloud West',
  'cn-north-1': 'Beijing',
  'cn-northwest-1': 'Ningxia',
  'eusc-de-east-1': 'European Sovereign Cloud',
} as const satisfies Record<string, string>;

/** All of them as options; a region of an integration that is not among them is added, so that it shows. */
export function regionOptions(current?: string): ComboboxOption[] {
  const known = Object.entries(PLACES).map(([value, hint]): ComboboxOption => ({ value, label: value, hint }));
  return current && !Object.hasOwn(PLACES, current) ? [{ value: current, label: current }, ...known] : known;
}
