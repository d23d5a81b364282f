package io.creto.messaging.cli;

import io.creto.messaging.schemas.AgentId;
import io.creto.messaging.schemas.WireException;
import picocli.CommandLine;

/** Reads {@code fleet/name} on the command line. */
final class Ids implements CommandLine.ITypeConverter<AgentId> {
    @Override
    public AgentId convert(String text) {
        try {
            return AgentId.parse(text);
        } catch (WireException e) {
            throw new CommandLine.TypeConversionException("'" + text
                    + "' is no agent: must be FLEET/NAME, lower case letters, digits and '-' (in the name '.'"
                    + " and '_' too)");
        }
    }
}
