/** Who acts: people, their API keys and tokens, and what each credential may do. */
@NullMarked
package ai.preloop.activities.identity;

import org.jspecify.annotations.NullMarked;
