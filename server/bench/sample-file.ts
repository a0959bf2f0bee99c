import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { seeded, type NetworkLine } from './prefix-table.ts';

const header =
  'timestamp,protocol,src_ip,src_port,src_asn,src_geo,src_region,src_city,src_hostname,src_naics,src_sector,device_vendor,device_type,device_model,severity,dst_ip,dst_port,dst_asn,dst_geo,dst_region,dst_city,dst_hostname,dst_naics,dst_sector,public_source,infection,family,tag,application,version,event_id,ssl_cipher,ssl_servername';
const families = [
  'virut',
  'andromeda',
  'conficker',
  'mirai',
  'necurs',
  'sality',
  'ramnit',
  'tinba',
  'qsnatch',
  'lokibot',
];

/** Writes a table of sinkhole events with 33 columns, a share of which repeats a recent row exactly; returns its path. */
export async function writeSample(
  path: string,
  {
    rows,
    repeats,
    networks,
    day = '2026-03-04',
  }: { rows: number; repeats: number; networks: readonly NetworkLine[]; day?: string },
): Promise<string> {
  const random = seeded(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const start = Date.parse(`${day}T00:00:00Z`);
  const out = createWriteStream(path);
  out.write(`${header}\n`);
  const recent: string[] = [];
  for (let row = 0; row < rows; row++) {
    let line: string;
    if (recent.length > 0 && random() < repeats) line = pick(recent);
    else {
      const { prefix, asn } = pick(networks);
      const [base = '', length = '32'] = prefix.split('/');
      const first = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
      const ip = first + Math.floor(random() * 2 ** (32 - Number(length)));
      const address = [ip >>> 24, (ip >>> 16) & 255, (ip >>> 8) & 255, ip & 255].join('.');
      const time = new Date(start + Math.floor((row * 86_400) / rows) * 1000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ');
      const family = pick(families);
      const id = Array.from({ length: 4 }, () =>
        Math.floor(random() * 2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      ).join('');
      line = `"${time}","${random() < 0.95 ? 'tcp' : 'udp'}","${address}",${1024 + Math.floor(random() * 64_000)},${asn},"PL","REGION","CITY","","","Communications, Service Provider, and Hosting Service","","","","critical","198.51.100.226",443,64500,"DE","REGION","CITY","",518210,"Communications, Service Provider, and Hosting Service","","${family}","${family}","","https","","${id}","",""`;
      recent.push(line);
      if (recent.length > 2000) recent.splice(0, 1000);
    }
    if (!out.write(`${line}\n`)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  out.end();
  await finished(out);
  return path;
}
