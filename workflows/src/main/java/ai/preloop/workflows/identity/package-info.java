/** Who owns a thing: the typed ids of accounts and people. */
@NullMarked
package ai.preloop.workflows.identity;

import org.jspecify.annotations.NullMarked;
