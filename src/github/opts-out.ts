import { parseForkConfig } from '../core/config/parse.ts';
import { configBlob } from './config-file.ts';
import type { UpstreamNode } from './observe-query.ts';

/** Whether upstream asks that no pull request has its head there. Only a valid file says so: whatever else is there, upstream accepts. */
export function optsOut(upstream: UpstreamNode): boolean {
  const blob = configBlob(upstream);
  if (blob.kind !== 'file') return false;
  const parsed = parseForkConfig(blob.text);
  return parsed.valid && parsed.config.forks?.accept === false;
}
