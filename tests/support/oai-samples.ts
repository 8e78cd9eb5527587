/** Parts of answers that keep every rule, for tests to break one at a time. */

const start = `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>2024-05-06T07:08:09Z</responseDate>
`;

/** An answer with that request element and that body. */
export function answerSample(request: string, body: string): string {
  return `${start}${request}\n${body}\n</OAI-PMH>\n`;
}

/** A good oai_dc payload. */
export const payloadSample =
  '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"><dc:title>Über α &amp; 😀 &lt;b&gt;</dc:title><dc:date>2020</dc:date></oai_dc:dc>';

export const liveHeaderSample =
  '<header><identifier>oai:an.example.org:1</identifier><datestamp>2020-01-01T00:00:00Z</datestamp><setSpec>s:t</setSpec></header>';
export const deletedHeaderSample =
  '<header status="deleted"><identifier>oai:an.example.org:4</identifier><datestamp>2020-01-03T10:00:00Z</datestamp><setSpec>s</setSpec></header>';

/** A page of ListRecords: one live record, one deleted, more to come. */
export const listRecordsSample = answerSample(
  '<request verb="ListRecords" metadataPrefix="oai_dc">https://an.example.org/oai</request>',
  `<ListRecords><record>${liveHeaderSample}<metadata>${payloadSample}</metadata></record><record>${deletedHeaderSample}</record><resumptionToken completeListSize="3" cursor="0">abc-1</resumptionToken></ListRecords>`,
);

export const listIdentifiersSample = answerSample(
  '<request verb="ListIdentifiers" resumptionToken="abc-1">https://an.example.org/oai</request>',
  `<ListIdentifiers>${liveHeaderSample}<resumptionToken completeListSize="3" cursor="2"/></ListIdentifiers>`,
);

export const identifySample = answerSample(
  '<request verb="Identify">https://an.example.org/oai</request>',
  '<Identify><repositoryName>An example</repositoryName><baseURL>https://an.example.org/oai</baseURL><protocolVersion>2.0</protocolVersion><adminEmail>oai@an.example.org</adminEmail><earliestDatestamp>2020-01-01T00:00:00Z</earliestDatestamp><deletedRecord>persistent</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity><compression>gzip</compression><description><oai-identifier xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai-identifier http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"><scheme>oai</scheme><repositoryIdentifier>an.example.org</repositoryIdentifier><delimiter>:</delimiter><sampleIdentifier>oai:an.example.org:1</sampleIdentifier></oai-identifier></description></Identify>',
);

export const listSetsSample = answerSample(
  '<request verb="ListSets">https://an.example.org/oai</request>',
  '<ListSets><set><setSpec>s</setSpec><setName>S</setName></set><set><setSpec>s:t</setSpec><setName>T</setName></set></ListSets>',
);

export const formatsSample = answerSample(
  '<request verb="ListMetadataFormats">https://an.example.org/oai</request>',
  '<ListMetadataFormats><metadataFormat><metadataPrefix>oai_dc</metadataPrefix><schema>http://www.openarchives.org/OAI/2.0/oai_dc.xsd</schema><metadataNamespace>http://www.openarchives.org/OAI/2.0/oai_dc/</metadataNamespace></metadataFormat></ListMetadataFormats>',
);

export const errorSample = answerSample(
  '<request>https://an.example.org/oai</request>',
  '<error code="badVerb">There is no verb "x".</error><error code="badArgument">Unknown argument "y".</error>',
);
