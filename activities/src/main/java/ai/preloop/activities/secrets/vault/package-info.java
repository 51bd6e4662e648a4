/** Vault or OpenBao as a place for values: its KV secrets engine of version 2, and signing in. */
@NullMarked
package ai.preloop.activities.secrets.vault;

import org.jspecify.annotations.NullMarked;
