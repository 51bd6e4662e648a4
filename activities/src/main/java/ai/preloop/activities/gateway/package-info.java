/** The way of a call of a model: judged, paid for, sent, passed on, and settled. */
@NullMarked
package ai.preloop.activities.gateway;

import org.jspecify.annotations.NullMarked;
