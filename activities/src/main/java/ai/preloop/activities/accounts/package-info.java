/** What people of an account look up and change, each change with its record. */
@NullMarked
package ai.preloop.activities.accounts;

import org.jspecify.annotations.NullMarked;
