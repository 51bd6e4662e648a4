/** Policy documents in plain words: what they say, and what may be written in them. */
@NullMarked
package ai.preloop.policies.wording;

import org.jspecify.annotations.NullMarked;
