/**
 * The providers of models, one class each: where their interfaces are and how requests prove us.
 */
@NullMarked
package ai.preloop.activities.providers;

import org.jspecify.annotations.NullMarked;
