# A task for the tests, on nothing but Debian's perl-base: answers what it was given, fails as it is told.
# With HELD it is not healthy, and with DRAIN it does not end, until somebody asks for /release.
use strict;
use IO::Socket::INET;
$| = 1;
my ($held, $draining) = ($ENV{HELD}, $ENV{DRAIN});
if ($ENV{CRASH}) { print "crashing on purpose\n"; exit 3; }
print "started version $ENV{VERSION}\n";
my $server = IO::Socket::INET->new(LocalPort => 3000, Listen => 64, ReuseAddr => 1, Timeout => 1) or die "listen: $!";
my $stopping = 0;
$SIG{TERM} = sub { print "SIGTERM received\n"; $stopping = 1; };
$SIG{PIPE} = 'IGNORE';
until ($stopping && !$draining) {
    # Its second at most, since a signal that comes just before it does not wake it.
    my $client = $server->accept() or next;
    $client->autoflush(1);
    my ($method, $path) = split ' ', (<$client> // '');
    my %headers;
    while (my $line = <$client>) { last if $line =~ /^\r?\n$/; $headers{lc $1} = $2 if $line =~ /^([^:]+):\s*(.*?)\r?$/; }
    my ($status, $body) = (200, 'ok');
    if ($path eq '/health') { ($status, $body) = (500, 'unhealthy') if $ENV{UNHEALTHY} || $held; print "held back\n" if $held; }
    elsif ($path eq '/release') { $held = $draining = 0; $body = 'released'; }
    elsif ($path eq '/credentials') { $body = fetch($ENV{AWS_CONTAINER_CREDENTIALS_FULL_URI}); }
    elsif ($path eq '/slow') { sleep 2; $body = 'slow'; }
    elsif ($path =~ m{^/environment/(\w+)$}) { $body = $ENV{$1} // ''; }
    else { $body = join "\n", "version=$ENV{VERSION}", map { "$_=$headers{$_}" } sort keys %headers; }
    print $client "HTTP/1.1 $status X\r\nContent-Length: " . length($body) . "\r\nConnection: close\r\n\r\n$body";
    close $client;
}
print "last line\n";
exit 0;

sub fetch {
    my ($host, $path) = ($_[0] // '') =~ m{^http://([^/]+)(/.*)$} or return 'no address';
    my $socket = IO::Socket::INET->new(PeerAddr => $host, Timeout => 5) or return "no answer: $!";
    print $socket "GET $path HTTP/1.0\r\nHost: $host\r\n\r\n";
    local $/; my $answer = <$socket>;
    return $answer =~ s/^.*?\r\n\r\n//sr;
}
