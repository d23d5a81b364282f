package io.creto.messaging.benchmarks;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built as. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = BenchmarksMain.class.getPackage().getImplementationVersion();
        return new String[] {"creto bench " + (version == null ? "(not packaged)" : version)};
    }
}
