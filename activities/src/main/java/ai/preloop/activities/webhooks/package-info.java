/** Tells an account's events to addresses outside, signed, and again until they are taken. */
@NullMarked
package ai.preloop.activities.webhooks;

import org.jspecify.annotations.NullMarked;
