import { z } from 'zod';
import { Temporal } from '../model/temporal.ts';
import { didYouMean } from './did-you-mean.ts';

/** An IANA time zone that this process can compute with. */
export const timeZone = z
  .string()
  .refine(isTimeZone, { error: ({ input }) => timeZoneFault(String(input)) })
  .meta({ description: "the vendor's IANA time zone, such as Asia/Shanghai" });

/**
 * What people write for a zone and means several, or one that is not named so. Two of them are IANA names, of zones without
 * daylight saving: where they are meant, `Etc/GMT+5` and `Etc/GMT+7` say so.
 */
const ABBREVIATIONS: Readonly<Record<string, readonly string[]>> = {
  ACST: ['Australia/Darwin', 'Australia/Adelaide'],
  AEST: ['Australia/Sydney', 'Australia/Brisbane'],
  AST: ['America/Halifax', 'Asia/Riyadh'],
  AWST: ['Australia/Perth'],
  BRT: ['America/Sao_Paulo'],
  BST: ['Europe/London', 'Asia/Dhaka'],
  CAT: ['Africa/Maputo'],
  CCT: ['Asia/Shanghai'],
  CDT: ['America/Chicago', 'America/Havana'],
  CEST: ['Europe/Berlin', 'Europe/Paris'],
  CST: ['Asia/Shanghai', 'America/Chicago', 'America/Havana'],
  CTT: ['Asia/Shanghai'],
  EAT: ['Africa/Nairobi'],
  EDT: ['America/New_York'],
  EEST: ['Europe/Athens', 'Europe/Helsinki'],
  EST: ['America/New_York', 'America/Panama', 'Etc/GMT+5'],
  GST: ['Asia/Dubai'],
  HKT: ['Asia/Hong_Kong'],
  ICT: ['Asia/Bangkok', 'Asia/Ho_Chi_Minh'],
  IST: ['Asia/Kolkata', 'Europe/Dublin', 'Asia/Jerusalem'],
  JST: ['Asia/Tokyo'],
  KST: ['Asia/Seoul'],
  MDT: ['America/Denver'],
  MSK: ['Europe/Moscow'],
  MST: ['America/Denver', 'America/Phoenix', 'Etc/GMT+7'],
  MYT: ['Asia/Kuala_Lumpur'],
  NZST: ['Pacific/Auckland'],
  PDT: ['America/Los_Angeles'],
  PHT: ['Asia/Manila'],
  PKT: ['Asia/Karachi'],
  PST: ['America/Los_Angeles', 'Asia/Manila'],
  SAST: ['Africa/Johannesburg'],
  SGT: ['Asia/Singapore'],
  WEST: ['Europe/Lisbon'],
  WIB: ['Asia/Jakarta'],
};

/** Places that have no zone of their own, by the zone that they are in. */
const PLACES: Readonly<Record<string, string>> = {
  'Asia/Shanghai':
    'beijing, peking, guangzhou, shenzhen, hangzhou, nanjing, wuhan, chengdu, tianjin, guiyang, langfang, xian, china standard time',
  'Asia/Kolkata':
    'delhi, new_delhi, mumbai, bombay, bangalore, bengaluru, chennai, hyderabad, india standard time',
  'Asia/Tokyo': 'osaka, kyoto, tokyo standard time',
  'Europe/Berlin': 'frankfurt, munich, hamburg, cologne',
  'America/New_York': 'boston, washington, miami, atlanta',
  'America/Chicago': 'dallas, houston, austin',
  'America/Los_Angeles': 'san_francisco, seattle, las_vegas',
};

/** Offsets that are no whole hours, which have no zone in `Etc`. */
const UNEVEN: Readonly<Record<string, string>> = {
  '-09:30': 'Pacific/Marquesas',
  '-03:30': 'America/St_Johns',
  '+03:30': 'Asia/Tehran',
  '+04:30': 'Asia/Kabul',
  '+05:30': 'Asia/Kolkata',
  '+05:45': 'Asia/Kathmandu',
  '+06:30': 'Asia/Yangon',
  '+08:45': 'Australia/Eucla',
  '+09:30': 'Australia/Darwin',
};

function isTimeZone(value: string): boolean {
  // Offsets would do, but a zone with daylight saving is not an offset, and the mistake would show in summer.
  if (!/^[A-Za-z]/.test(value) || Object.hasOwn(ABBREVIATIONS, value.toUpperCase())) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(value);
    return true;
  } catch {
    return false;
  }
}

function timeZoneFault(value: string): string {
  const advice = adviceOf(value.trim());
  return `must be an IANA time zone, such as Asia/Shanghai or UTC${advice === null ? '' : `; ${advice}`}`;
}

function adviceOf(value: string): string | null {
  const zones = ABBREVIATIONS[value.toUpperCase()];
  if (zones !== undefined) return `${value} is an abbreviation and may mean ${listed(zones)}`;
  const offset = offsetOf(value);
  if (offset !== null) return offsetAdvice(offset);
  const known = Intl.supportedValuesOf('timeZone');
  const guess =
    placeOf(value) ?? known.find((zone) => cityOf(zone) === cityOf(value)) ?? didYouMean(value, known);
  return guess === null ? null : `did you mean ${guess}?`;
}

/** `GMT+8`, `UTC+08:00`, `+0800` as `+08:00`. */
function offsetOf(value: string): string | null {
  const [, sign, hours, minutes = '00'] = /^(?:GMT|UTC)?\s*([+-])(\d{1,2})(?::?(\d{2}))?$/i.exec(value) ?? [];
  return sign === undefined || hours === undefined ? null : `${sign}${hours.padStart(2, '0')}:${minutes}`;
}

function offsetAdvice(offset: string): string | null {
  const uneven = UNEVEN[offset];
  if (uneven !== undefined) return `the offset ${offset} is that of ${uneven}`;
  const [hours, minutes] = offset.slice(1).split(':').map(Number);
  if (hours === undefined || hours > (offset.startsWith('+') ? 14 : 12) || minutes !== 0) return null;
  if (hours === 0) return 'the offset 0 is UTC';
  const zone = `Etc/GMT${offset.startsWith('+') ? '-' : '+'}${hours}`;
  return `the offset ${offset} is ${zone}, whose sign is the other way round; better, name a place`;
}

/** The name of a place alone, without its continent. */
const cityOf = (zone: string): string =>
  zone
    .slice(zone.lastIndexOf('/') + 1)
    .toLowerCase()
    .replaceAll(' ', '_');

function placeOf(value: string): string | null {
  const names = [cityOf(value), value.toLowerCase()];
  const found = Object.entries(PLACES).find(([, places]) =>
    places.split(', ').some((place) => names.includes(place)),
  );
  return found?.[0] ?? null;
}

const listed = (zones: readonly string[]): string =>
  zones.length === 1 ? `${zones[0]}` : `${zones.slice(0, -1).join(', ')} or ${zones.at(-1)}`;
