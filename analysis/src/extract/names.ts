import { isIpv4, prefixEnd } from './addresses.ts';
import { isLower, isUpper } from './characters.ts';
import { isRegistrable, lastLabel } from './hosts.ts';
import type { Match, Reason } from './indicator.ts';
import { onionChecksum } from './onion.ts';

/** Extensions of files that reports name. Some are endings of names too (`.zip`, `.py`, `.sh`): then the surroundings decide. */
const extensions = new Set(
  (
    'exe dll sys ocx scr cpl drv msi msp msix bat cmd ps1 psm1 psd1 vbs vbe js jse mjs wsf wsh hta lnk url pif jar class war ear apk aab ipa dex so dylib ' +
    'elf bin dat db sqlite log tmp temp bak old cfg conf config ini inf reg xml json yml yaml toml csv tsv txt rtf md pdf doc docx docm dot dotm xls xlsx ' +
    'xlsm xlsb xll ppt pptx pptm ppsx odt ods one eml msg html htm mht mhtml xhtml php asp aspx ashx asmx jsp jspx cgi pl py pyc pyd rb sh bash zsh ' +
    'c cpp h hpp cs java go rs ts tsx swift kt lua zip rar 7z gz tgz bz2 xz tar cab iso img vhd vhdx vmdk dmg pkg deb rpm jpg jpeg png gif bmp svg ico webp ' +
    'mp3 mp4 avi mov wav ttf woff woff2 crt cer pem key pfx p12 der crx xpi plist service timer desktop yar yara rules sig sct ps hlp chm theme job etl evtx ' +
    'pcap pcapng dmp mem app adoc rst tex ipynb sln csproj vbproj nupkg whl lock map css scss less vue tpl swp swf fla cr cr2 vbp vcxproj asc gpg sha1 sha256 md5 ' +
    'onepkg library-ms search-ms settingcontent-ms appref-ms application manifest resources resx bundle pak asar node wasm'
  ).split(' '),
);

/** Extensions that are top-level domains as well, and mean the file unless something speaks for the name. */
const bothWays = new Set(
  'zip mov md py sh rs pl so ps app cab dot java ts go one lua rb cc cs mp sc gz ms bat'.split(' '),
);

/** Endings of words of technology that look like names: `ASP.NET`, `Socket.IO`, `Node.js`. */
const technology = new Set(
  'asp.net ado.net vb.net ml.net paint.net json.net log4net.net socket.io draw.io node.js vue.js next.js system.io system.net microsoft.net readme.md'.split(
    ' ',
  ),
);

/** A run of characters with a dot in it: an address, a domain or a file name, or nothing of these. */
export function dottedMatch(text: string, start: number, end: number): Match | undefined {
  if (isIpv4(text, start, end)) return ipv4Match(text, start, end);
  const raw = text.slice(start, end);
  const lower = raw.toLowerCase();
  const ending = lastLabel(lower);
  const file = extensions.has(ending);
  const before = text.charCodeAt(start - 1);
  const inPath =
    before === 0x5c ||
    (before === 0x2f && text.charCodeAt(start - 2) !== 0x2f) ||
    before === 0x25 ||
    before === 0x24 ||
    before === 0x23;
  if (!inPath && ending.length > 1 && !technology.has(lower) && isRegistrable(lower))
    return domainMatch(text, raw, lower, start, end, file);
  if (!file || inPath || raw.startsWith('.') || start + ending.length + 1 >= end) return undefined;
  return { kind: 'file-name', value: raw, start, end };
}

function ipv4Match(text: string, start: number, end: number): Match | undefined {
  const after = prefixEnd(text, end, 32);
  if (after > 0)
    return { kind: 'cidr', value: text.slice(start, after), host: text.slice(start, end), start, end: after };
  return { kind: 'ipv4', value: text.slice(start, end), host: text.slice(start, end), start, end };
}

function domainMatch(text: string, raw: string, lower: string, start: number, end: number, file: boolean): Match {
  const notes: Reason[] = [];
  const labels = lower.split('.');
  if (file && (bothWays.has(labels.at(-1) ?? '') || labels.length === 2)) notes.push('file-extension');
  if (looksLikeSoftware(raw, labels) || text.charCodeAt(end) === 0x28) notes.push('software-name');
  const checksum = lower.endsWith('.onion') ? onionChecksum(lower) : undefined;
  if (checksum !== undefined) notes.push(checksum ? 'checksum-holds' : 'checksum-fails');
  return { kind: 'domain', value: lower, host: lower, start, end, notes };
}

/** `com.example.app` (a package), `System.Net` (a class), `malware.In` (two sentences that stand close). */
function looksLikeSoftware(raw: string, labels: string[]): boolean {
  const first = labels[0] ?? '';
  if (
    labels.length > 2 &&
    (first === 'com' || first === 'org' || first === 'net' || first === 'io') &&
    labels[1] !== 'www'
  )
    return true;
  const dot = raw.lastIndexOf('.');
  const opens = isUpper(raw.charCodeAt(dot + 1)) && isLower(raw.charCodeAt(dot + 2));
  return opens;
}
