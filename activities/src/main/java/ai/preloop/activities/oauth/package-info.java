/**
 * How Preloop signs in to upstream servers by OAuth 2.1: discovery, registration, grants and their
 * tokens.
 */
@NullMarked
package ai.preloop.activities.oauth;

import org.jspecify.annotations.NullMarked;
