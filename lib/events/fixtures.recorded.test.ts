import { describe, expect, test } from 'vitest';
import { COLLECTORS } from '@/lib/collectors/registry';
import { mapEvent } from './map';
import { principalLabel } from './principal-label';
import { parseRecord, recordFault } from './record';
import { eventTable, haveFixtures, recordedEvents, type TableRow } from './testing/recorded';
import { tallied, tallyTable } from './testing/tally';

if (!haveFixtures) console.warn('SKIPPED, recorded CloudTrail events: no fixtures here');

const TYPES = new Set(COLLECTORS.map(({ type }) => type));

describe.skipIf(!haveFixtures)('recorded CloudTrail events', () => {
  const { events, unreadable, files } = haveFixtures ? recordedEvents() : { events: [], unreadable: [], files: 0 };
  const outcome = tallied(events);

  test('are all decoded, and what is kept is told', () => {
    console.log(
      `${files} files, ${unreadable.length} unreadable; ${events.length} events, ${outcome.notRecords} of them no records of CloudTrail\n${tallyTable(outcome)}`,
    );
    const { total } = outcome;
    expect(total.events).toBeGreaterThan(1500);
    expect(total.kept).toBe(total.mapped + total.noReference + total.noCollector);
    expect(total.events).toBe(total.kept + total.readOnly + total.failed + total.other);
    expect(total.mapped).toBeGreaterThan(150);
  });

  test('what is no record says why', () => {
    const faults = events.map(recordFault).filter((fault) => fault !== null);
    expect(faults).toHaveLength(outcome.notRecords);
    // The documentation's oldest examples have no eventID; S3's and Kinesis's own records are none of CloudTrail.
    expect([...new Set(faults)].sort()).toEqual(['no eventID', 'no recipientAccountId']);
  });

  test('each changing event of a collected type names its resource, but for those that cannot', () => {
    const names = new Set(outcome.noReference.map(({ eventName }) => eventName));
    expect([...names].sort()).toEqual(['CreateAccount', 'CreateAccountResult', 'DisassociateRouteTable']);
  });

  test('each has a line that says who did it', () => {
    const lines = events.flatMap((value) => {
      const record = parseRecord(value);
      return record?.userIdentity ? [principalLabel(record.principal)] : [];
    });
    expect(lines.filter((line) => line === 'unknown' || /null|undefined/.test(line))).toEqual([]);
  });
});

/** Rows of the table that are not so, or tell of what is no resource. */
const NOT_SO = new Map([
  ['EnableMFADevice AWS::IAM::User', 'the example is root, whom the account summary tells of'],
  ['CreateAccount AWS::Organizations::Account', "the example is the request's id, not the account's"],
  ['InviteAccountToOrganization AWS::Organizations::Account', 'an invitation makes no member'],
  ['DetachNetworkInterface AWS::EC2::NetworkInterface', 'names the attachment'],
  ['DisassociateAddress AWS::EC2::EIP', 'names the association'],
  ['AddTags *', 'the example is cut off within the ARN'],
  ['DeleteAlias AWS::KMS::Key', 'the key stands in the list of resources'],
]);

describe.skipIf(!haveFixtures)('the table of events and resources', () => {
  const rows = haveFixtures ? eventTable() : [];
  const ours = rows.filter(({ resourceType }) => TYPES.has(resourceType) || resourceType === '*');
  const excused = ({ eventName, resourceType }: TableRow) => NOT_SO.has(`${eventName} ${resourceType}`);

  test('has its example among what the event maps to, wherever one was observed', () => {
    const observed = ours.filter((row) => row.exampleId !== '' && !excused(row));
    expect(observed.length).toBeGreaterThan(110);
    const missed = observed.filter((row) => !namesExample(row));
    expect(missed.map(({ eventName, resourceType, exampleId }) => `${eventName} ${resourceType} ${exampleId}`)).toEqual(
      [],
    );
  });

  test('has no event for a collected type that its collector does not know', () => {
    const known = new Set(COLLECTORS.flatMap(({ type, events }) => events.map(({ name }) => `${name} ${type}`)));
    const missing = ours
      .filter((row) => row.resourceType !== '*' && !excused(row))
      .map(({ eventName, resourceType }) => `${eventName} ${resourceType}`)
      .filter((row) => !known.has(row));
    expect(missing).toEqual([]);
  });
});

/** A record with nothing but the row's example where the row says it stands. */
function namesExample({ eventSource, eventName, idPath, exampleId, resourceType }: TableRow): boolean {
  const account = /^arn:[^:]*:[^:]*:[^:]*:([^:]+):/.exec(exampleId)?.[1] ?? '123456789012';
  const record = parseRecord({
    eventID: 'e',
    eventTime: '2026-01-01T00:00:00Z',
    eventSource,
    eventName,
    awsRegion: 'us-east-1',
    recipientAccountId: account,
    ...(nested(idPath.split('.'), exampleId) as object),
  });
  const targets = record ? mapEvent(record).targets : [];
  return targets.some(({ type, ref }) => {
    const texts = Object.values(ref).filter((text) => text !== undefined);
    const named = texts.some((text) => text === exampleId || exampleId.endsWith(text) || text.endsWith(exampleId));
    return named && (type === resourceType || resourceType === '*');
  });
}

function nested([step, ...rest]: string[], text: string): unknown {
  if (step === undefined) return text;
  return step.endsWith('[]') ? { [step.slice(0, -2)]: [nested(rest, text)] } : { [step]: nested(rest, text) };
}
