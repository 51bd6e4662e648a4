/** Commands about webhooks: where events are sent. */
@NullMarked
package ai.preloop.cli.commands.webhooks;

import org.jspecify.annotations.NullMarked;
