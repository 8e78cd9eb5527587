/** What the prefix `xml` stands for, everywhere and without a declaration. */
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** What the prefix `xmlns` stands for; nothing else may. */
export const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/';

/** That of `xsi:schemaLocation`. */
export const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
