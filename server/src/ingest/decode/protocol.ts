/** Protocol numbers of IANA that feeds use. */
const NUMBERS: Record<string, string> = {
  '1': 'icmp',
  '2': 'igmp',
  '4': 'ipip',
  '6': 'tcp',
  '17': 'udp',
  '41': 'ipv6',
  '47': 'gre',
  '50': 'esp',
  '51': 'ah',
  '58': 'icmpv6',
  '89': 'ospf',
  '132': 'sctp',
};

/** The protocol's name in lower case; a number without a known name stays a number. */
export function protocolName(text: string): string {
  if (text === 'tcp' || text === 'udp') return text;
  const lower = text.toLowerCase();
  return NUMBERS[lower] ?? lower;
}
