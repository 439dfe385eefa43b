package io.unstir.local.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version as the build put it into the jar. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
        return new String[] {"unstir " + version};
    }
}
