# Harvests with HTTP::OAI, which nobody here wrote, and prints one JSON object a line.
#   perl http-oai.pl [--post] <base URL> <verb> [argument=value …]
use strict;
use warnings;
use HTTP::OAI;
use JSON::PP;

my $post = @ARGV && $ARGV[0] eq '--post' ? shift @ARGV : 0;
my ($base, $verb, @arguments) = @ARGV;
my $json = JSON::PP->new->utf8->canonical;
$| = 1;

my $harvester = HTTP::OAI::Harvester->new(baseURL => $base);
if ($post) {
    # The library only knows GET; LWP below it can be taught.
    $harvester->add_handler(request_prepare => sub {
        my ($request) = @_;
        my $uri = $request->uri->clone;
        return unless $request->method eq 'GET' && defined $uri->query;
        $request->method('POST');
        $request->content_type('application/x-www-form-urlencoded');
        $request->content($uri->query);
        $uri->query(undef);
        $request->uri($uri);
        return;
    });
}

sub print_record {
    my ($record) = @_;
    my $header = $record->isa('HTTP::OAI::Header') ? $record : $record->header;
    my $metadata = $record->can('metadata') ? $record->metadata : undef;
    my @titles = $metadata ? map { $_->textContent } $metadata->dom->findnodes('.//*[local-name() = "title"]') : ();
    print $json->encode({
        identifier => $header->identifier,
        datestamp  => $header->datestamp,
        deleted    => (($header->status // '') eq 'deleted' ? JSON::PP::true : JSON::PP::false),
        sets       => [ $header->setSpec ],
        titles     => \@titles,
    }), "\n";
}

sub print_item {
    my ($item) = @_;
    if ($item->isa('HTTP::OAI::Set')) { print $json->encode({ setSpec => $item->setSpec, setName => $item->setName }), "\n" }
    elsif ($item->isa('HTTP::OAI::MetadataFormat')) { print $json->encode({ metadataPrefix => $item->metadataPrefix }), "\n" }
    else { print_record($item) }
}

# Called for every item of every page; next() would only give those of the last one.
my @each = $verb =~ /^(List|Get)/ && $verb ne 'ListMetadataFormats' ? (onRecord => \&print_item) : ();
my $response = $harvester->$verb((map { split /=/, $_, 2 } @arguments), @each);
die $verb . ': ' . $response->code . ' ' . $response->message . "\n" if $response->is_error;
if ($verb eq 'Identify') {
    print $json->encode({ map { $_ => $response->$_ } qw(repositoryName baseURL granularity deletedRecord earliestDatestamp) }), "\n";
} elsif ($verb eq 'ListMetadataFormats') {
    print_item($_) for $response->metadataFormat;
}
