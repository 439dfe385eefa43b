package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints what a shell needs to complete verbs, options and their values. */
@Command(
        name = "completion",
        description = "Print a script that has the shell complete verbs, options and their values.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(unstir completion bash)                     in this shell",
            "  unstir completion bash > ~/.local/share/bash-completion/completions/unstir",
            "  unstir completion zsh > ~/.unstir-completion && echo 'source ~/.unstir-completion' >> ~/.zshrc"
        })
final class CompletionCommand implements Callable<Integer> {
    /** picocli's script is for both: in zsh it loads what understands bash's. */
    enum Shell {
        bash,
        zsh
    }

    @ParentCommand
    UnstirCommand parent;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
    Shell shell;

    private final Console console;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("unstir", parent.global.command.commandLine());
        console.print(parent.global.json ? Json.pretty(Map.of("shell", shell.name(), "script", script)) : script);
        return UnstirCommand.DONE;
    }
}
