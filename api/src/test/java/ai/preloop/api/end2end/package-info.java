/** The whole product on real servers, as agents and people meet it. */
@NullMarked
package ai.preloop.api.end2end;

import org.jspecify.annotations.NullMarked;
