/** How the command reaches Preloop: addresses, credentials and HTTP. */
@NullMarked
package ai.preloop.cli.client;

import org.jspecify.annotations.NullMarked;
