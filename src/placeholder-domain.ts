/** The domain that stands in for the repository's own until somebody names it: reserved by RFC 2606, so it is nobody's. */
export const placeholderDomain = 'repository.example.org';
