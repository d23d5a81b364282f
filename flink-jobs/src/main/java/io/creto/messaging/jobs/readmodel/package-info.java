/**
 * What stands in the read model: rows of PostgreSQL made from the records of topics. {@link
 * io.creto.messaging.jobs.readmodel.ReadModelRows} decides, {@link io.creto.messaging.jobs.readmodel.ReadModelSql} is how rows
 * are written. The tables are described in the migrations, which stand in module schemas, because the gateway reads them.
 */
@NullMarked
package io.creto.messaging.jobs.readmodel;

import org.jspecify.annotations.NullMarked;
