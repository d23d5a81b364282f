package io.creto.messaging.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = CretoMain.class.getPackage().getImplementationVersion();
        return new String[] {"creto " + (version == null ? "(not packaged)" : version)};
    }
}
