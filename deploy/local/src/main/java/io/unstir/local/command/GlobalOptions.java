package io.unstir.local.command;

import io.unstir.local.data.DataFolder;
import io.unstir.local.system.PortPlan;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Options that every verb takes, before or after it. */
final class GlobalOptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The folder that holds everything (default: ~/.unstir).")
    Path data;

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one JSON document on stdout; progress goes to stderr.")
    boolean json;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "First port of those a started system takes (default: " + PortPlan.DEFAULT_BASE + ").")
    int portBase = PortPlan.DEFAULT_BASE;

    DataFolder dataFolder() {
        return new DataFolder(data != null ? data : Path.of(System.getProperty("user.home"), ".unstir"));
    }

    PortPlan ports() {
        try {
            return new PortPlan(portBase);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }
}
