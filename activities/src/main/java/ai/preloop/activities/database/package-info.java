/** The way to PostgreSQL: roles, tenant transactions, migrations and notifications. */
@NullMarked
package ai.preloop.activities.database;

import org.jspecify.annotations.NullMarked;
