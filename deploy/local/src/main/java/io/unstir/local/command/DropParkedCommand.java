package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.api.Gateway;
import io.unstir.local.system.UsedSystem;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes parked jobs off the list for good. */
@Command(
        name = "drop",
        description = {
            "Take parked jobs off the list for good; they stay failed, and can be retried no more.",
            "Exit code 1 where one is not parked, or where the answer to the question is no."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unstir parked drop 01a20786-9b25-7394-aa21-0c8e53b2f89c", "  unstir parked drop --all --yes"})
final class DropParkedCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Mixin
    ParkedSelection selection;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask; needed where there is no terminal to ask on.")
    boolean yes;

    private final UnstirCommand root;
    private final Console console;

    DropParkedCommand(UnstirCommand root, Console console) {
        this.root = root;
        this.console = console;
    }

    @Override
    public Integer call() {
        selection.require();
        if (!yes && !isTerminal()) {
            throw new ParameterException(spec.commandLine(), "say --yes: there is no terminal to ask on");
        }
        Gateway gateway = UsedSystem.running(root.global.dataFolder(), console);
        List<String> ids = selection.ids(gateway);
        if (!yes && !ids.isEmpty() && !isWanted(ids.size())) {
            console.note("nothing was dropped");
            return UnstirCommand.FAILED;
        }
        return new ParkedWork(console, root.global.json, "dropped")
                .each(ids, id -> dropped(gateway, id), id -> "job " + id + " is dropped");
    }

    private static String dropped(Gateway gateway, String id) {
        gateway.dropParked(id);
        return id;
    }

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    private boolean isWanted(int jobs) {
        console.err().printf("drop %d parked %s for good? [y/N] ", jobs, jobs == 1 ? "job" : "jobs");
        console.err().flush();
        String answer = System.console().readLine();
        return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }
}
