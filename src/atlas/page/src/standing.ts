// Dates and statuses, by the rules of the program (`src/model/standing.rs`, `src/model/date.rs`).

import type { Partnerships } from './atlas';

// The statuses in the order of the vocabulary.
export const PROPOSED = 0;
export const ACTIVE = 1;
export const DORMANT = 2;
export const SUSPENDED = 3;
export const TERMINATED = 4;
export const UNKNOWN = 5;

/** A date is year * 512 + month * 32 + day. An unknown month or day is 0, and so is a missing date. */
export type DateNumber = number;

const split = (date: DateNumber) => [Math.floor(date / 512), Math.floor(date / 32) % 16, date % 32] as const;

export const yearOf = (date: DateNumber) => Math.floor(date / 512);

/** The date in ISO 8601, as precisely as it is known. */
export function dateText(date: DateNumber): string {
  if (date === 0) return '';
  const [year, month, day] = split(date);
  const two = (part: number) => (part === 0 ? '' : `-${String(part).padStart(2, '0')}`);
  return String(year).padStart(4, '0') + two(month) + two(day);
}

/** The date that a text in ISO 8601 means; 0 if it isn't a date. */
export function dateOf(text: string): DateNumber {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (parts === null) return 0;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0)];
  const isDate =
    year > 0 && month <= 12 && (parts[2] === undefined || month > 0) && (parts[3] === undefined || day > 0);
  return isDate && (month === 0 || day <= daysIn(year, month)) ? year * 512 + month * 32 + day : 0;
}

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The first day that an imprecise date may mean. */
export function firstDay(date: DateNumber): DateNumber {
  const [year, month, day] = split(date);
  return year * 512 + Math.max(month, 1) * 32 + Math.max(day, 1);
}

/** The last day that an imprecise date may mean. */
export function lastDay(date: DateNumber): DateNumber {
  const [year, month, day] = split(date);
  const last = month || 12;
  return year * 512 + last * 32 + (day || daysIn(year, last));
}

export const isInForce = (status: number) => status === ACTIVE || status === DORMANT || status === UNKNOWN;

/** The status of a partnership as of a date, or without a date if `asOf` is 0; -1 if it had not begun. */
export function statusOf(rows: Partnerships, row: number, asOf: DateNumber): number {
  const stated = rows.stated[row]! - 1;
  const [since, until, suspended] = [rows.since[row]!, rows.until[row]!, rows.suspended[row]!];
  if (asOf === 0) {
    if (stated === PROPOSED) return PROPOSED;
    if (until > 0 || stated === TERMINATED) return TERMINATED;
    if (suspended > 0) return SUSPENDED;
    return stated < 0 ? ACTIVE : stated;
  }
  const day = lastDay(asOf);
  if (since > 0 && firstDay(since) > day) return -1;
  if (stated === PROPOSED) return PROPOSED;
  if ((stated === TERMINATED && until === 0) || (until > 0 && lastDay(until) < day)) return TERMINATED;
  if (suspended > 0 && lastDay(suspended) <= day) return SUSPENDED;
  // The stated end or suspension has a date, and that date hasn't come yet.
  if ((stated === TERMINATED && until > 0) || (stated === SUSPENDED && suspended > 0)) return ACTIVE;
  return stated < 0 ? ACTIVE : stated;
}

export const isUndated = (rows: Partnerships, row: number) =>
  rows.since[row] === 0 && rows.until[row] === 0 && rows.suspended[row] === 0;
