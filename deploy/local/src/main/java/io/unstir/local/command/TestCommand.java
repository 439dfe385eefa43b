package io.unstir.local.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** For help and completion only: the launcher itself runs the tests. */
@Command(
        name = "test",
        description = {
            "Run the whole test suite, the end-to-end tests included, and count what passed.",
            "With --json the count is the document, and what Maven says goes to stderr.",
            "With --chaos only what kills, freezes, cuts off and replaces everything, for long."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  unstir test",
            "  unstir test --json",
            "  unstir test -pl proto",
            "  unstir test --chaos",
            "  unstir test --chaos -Dunstir.chaos.jobs=500 -Dunstir.chaos.rounds=1 -Dunstir.chaos.seed=7"
        })
final class TestCommand implements Callable<Integer> {
    @Spec
    CommandSpec command;

    @Option(
            names = "--chaos",
            description = "Run the long form of the suites that make everything fail, and no other test.")
    boolean chaos;

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "Handed to Maven.")
    List<String> arguments;

    @Override
    public Integer call() {
        throw new ParameterException(
                command.commandLine(), "test must be the first word after ./unstir, which runs the tests itself");
    }
}
