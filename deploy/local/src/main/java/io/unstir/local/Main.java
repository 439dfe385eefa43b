package io.unstir.local;

import io.unstir.local.command.UnstirCommand;

/** The command line's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(UnstirCommand.run(Console.system(), arguments));
    }
}
