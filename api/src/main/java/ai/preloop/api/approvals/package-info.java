/** Approvals over HTTP: lists, decisions by signed-in people, and by one-time link. */
@NullMarked
package ai.preloop.api.approvals;

import org.jspecify.annotations.NullMarked;
