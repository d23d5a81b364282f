package io.creto.messaging.cli;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import picocli.CommandLine;

/**
 * The name of a fleet on the command line.
 *
 * @param text checked
 */
record FleetName(String text) {
    @Override
    public String toString() {
        return text;
    }

    /** Reads one. */
    static final class Converter implements CommandLine.ITypeConverter<FleetName> {
        @Override
        public FleetName convert(String text) {
            try {
                return new FleetName(AgentId.parse(text + "/any").fleet());
            } catch (WireException e) {
                throw new CommandLine.TypeConversionException(
                        "'" + text + "' is no fleet: must be 1 to 63 lower case letters, digits and '-'");
            }
        }
    }
}
