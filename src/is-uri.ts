const characters = "(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})";
const uri = new RegExp(`^[A-Za-z][A-Za-z0-9+.-]*:${characters}+(?:#${characters}*)?$`);

// Some schema validators refuse a port that is empty, is not a number or is too large.
const withHost = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^/?#@]*@)?[^/?#@:]+(?::\d{1,5})?(?:[/?#]|$)/;

/**
 * Whether a text is an absolute URI as RFC 3986 has it, and so one to every XML schema: all in ASCII, each % followed by two hex digits, at most one #.
 * Hosts that are IPv6 addresses are left out.
 */
export function isUri(text: string): boolean {
  return uri.test(text) && (!/^[^/?#]*:\/\//.test(text) || withHost.test(text));
}
