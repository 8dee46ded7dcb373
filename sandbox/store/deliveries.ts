import type { DeliverySpec } from '../delivery/spec';

/** A log file that was put into the bucket, as a digest names it. */
export type DeliveredFile = { key: string; hash: string; newest: string; oldest: string };

/** Where the digests of one account and region stand: what the next one covers and which it follows. */
export type DigestChain = {
  startedAt: number;
  previous: { key: string; hash: string; signature: string } | null;
  files: DeliveredFile[];
};

/** `lost` and `corrupted` are what a fault took; `lostEvents` the newest thousand event ids that never arrive by this target. */
export type DeliveryCounts = {
  events: number;
  messages: number;
  files: number;
  digests: number;
  duplicates: number;
  lost: number;
  corrupted: number;
  lostEvents: string[];
  corruptedEvents: string[];
};

/** A target of deliveries as it is kept: everything up to the record `sequence` has been delivered to it. */
export type DeliveryState = {
  id: string;
  spec: DeliverySpec;
  createdAt: number;
  sequence: number;
  counts: DeliveryCounts;
  lastDeliveredAt: number | null;
  /** Why nothing goes out at the moment. */
  error: string | null;
  /** By `<account>/<region>`. */
  chains: Record<string, DigestChain>;
};

/** A region's key that CloudTrail signs digests with (PEM, PKCS#8; DER of PKCS#1 in base64). */
export type DigestKey = {
  region: string;
  privateKey: string;
  publicKey: string;
  fingerprint: string;
  validFrom: number;
  validUntil: number;
};
