/** Policy documents as immutable records: what they consist of, and what an account has once. */
@NullMarked
package ai.preloop.policies.documents;

import org.jspecify.annotations.NullMarked;
