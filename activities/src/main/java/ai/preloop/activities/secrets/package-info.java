/** What must stay secret at rest: the key everything hangs on, sealing, and the secret stores. */
@NullMarked
package ai.preloop.activities.secrets;

import org.jspecify.annotations.NullMarked;
