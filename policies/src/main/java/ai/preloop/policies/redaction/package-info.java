/** Redaction: what may be kept of arguments and texts, without the secrets that are in them. */
@NullMarked
package ai.preloop.policies.redaction;

import org.jspecify.annotations.NullMarked;
