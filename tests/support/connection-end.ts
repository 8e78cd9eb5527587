import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

// Not by Node, which takes a reset for an ordinary end where it comes while something is left to read.
const client = String.raw`
  use strict; use IO::Socket::INET;
  my ($port, $request) = @ARGV;
  my $socket = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port") or die $!;
  print $socket $request;
  $socket->flush;
  my $text = '';
  while (1) {
    my $read = sysread($socket, $text, 65536, length $text);
    if (!defined $read) { print exists $!{ECONNRESET} && $!{ECONNRESET} ? 'reset' : "$!"; last }
    if ($read == 0) { print $text =~ /0\r\n\r\n$/ ? 'whole' : 'ended'; last }
  }
`;

/** How a connection ends on which one request is sent: `reset`; `whole` with the end of an answer in chunks; `ended` without it. */
export async function findConnectionEnd(port: number, requestLine: string, header = 'Accept: */*'): Promise<string> {
  const request = `${requestLine}\r\nHost: a\r\n${header}\r\n\r\n`;
  return (await promisify(execFile)('perl', ['-MErrno', '-e', client, String(port), request])).stdout;
}
