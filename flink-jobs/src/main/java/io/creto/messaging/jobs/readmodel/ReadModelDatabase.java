package io.creto.messaging.jobs.readmodel;

import java.io.Serializable;
import java.util.Optional;
import org.flywaydb.core.Flyway;

/**
 * Where the read model is. Holds a secret, which its text form leaves out.
 *
 * @param url JDBC address
 * @param user who owns the tables
 * @param password the user's, empty where none is sent
 */
public record ReadModelDatabase(String url, String user, String password) implements Serializable {
    private static final String MIGRATIONS = "classpath:io/creto/messaging/schemas/readmodel";

    /**
     * The same, with a password or without.
     *
     * @param password absent where none is sent
     */
    public static ReadModelDatabase of(String url, String user, Optional<String> password) {
        return new ReadModelDatabase(url, user, password.orElse(""));
    }

    /**
     * Brings the tables to the form that this version writes; does nothing where they have it. Several at once wait for each
     * other.
     *
     * @throws org.flywaydb.core.api.FlywayException if the database is not there, or its tables have a form not known here
     */
    public void migrate() {
        Flyway.configure(ReadModelDatabase.class.getClassLoader())
                .dataSource(url, user, password)
                .locations(MIGRATIONS)
                .failOnMissingLocations(true)
                .load()
                .migrate();
    }

    @Override
    public String toString() {
        return "ReadModelDatabase[" + url + ", " + user + "]";
    }
}
