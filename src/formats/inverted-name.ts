import type { Person } from '../record/record.ts';

/** "Family, Given", the form that aggregators take apart again; the name as it is where its parts are not known. */
export function toInvertedName({ name, familyName, givenName }: Pick<Person, 'name' | 'familyName' | 'givenName'>): string {
  return familyName !== undefined && givenName !== undefined ? `${familyName}, ${givenName}` : name;
}
