package io.unstir.local.database;

import io.unstir.local.LocalFailure;
import io.unstir.local.process.Detached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Under which account PostgreSQL's programs run: they refuse root. As root they run in a user namespace, where root's files keep
 * their owner, or, where namespaces are forbidden as in many containers, as {@code nobody} with the right to pass root's folders.
 */
enum Account {
    OWN {
        @Override
        List<String> prefix() {
            return List.of();
        }

        @Override
        void takeOver(Path folder) {}
    },
    NAMESPACE {
        @Override
        List<String> prefix() {
            return List.of(program("unshare"), "-U");
        }

        @Override
        void takeOver(Path folder) {
            chown(folder, "0:0");
        }
    },
    NOBODY {
        @Override
        List<String> prefix() {
            return List.of(
                    program("setpriv"),
                    "--reuid=" + NOBODY_ID,
                    "--regid=" + NOBODY_ID,
                    "--clear-groups",
                    "--inh-caps=-all,+dac_override",
                    "--ambient-caps=-all,+dac_override",
                    // access(2) asks by the real user and would forget the right just given.
                    "--securebits=+no_setuid_fixup");
        }

        @Override
        void takeOver(Path folder) {
            chown(folder, NOBODY_ID + ":" + NOBODY_ID);
        }
    };

    private static final String NOBODY_ID = "65534";

    static Account ofThisProcess() {
        if (!isRoot()) {
            return OWN;
        }
        for (Account account : List.of(NAMESPACE, NOBODY)) {
            if (account.works()) {
                return account;
            }
        }
        throw new LocalFailure("PostgreSQL does not run as root, and this system lets root use neither `unshare -U` nor"
                + " `setpriv` to run it as another user; start Unstir as a normal user");
    }

    /** What goes before a command to run it under this account; the process keeps its number. */
    abstract List<String> prefix();

    /** Gives the database's folder to this account, where another one had it. */
    abstract void takeOver(Path folder);

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix());
        whole.addAll(command);
        return List.copyOf(whole);
    }

    boolean works() {
        try {
            return run(command(List.of(program("true")))) == 0;
        } catch (LocalFailure e) {
            return false;
        }
    }

    private static boolean isRoot() {
        return Optional.ofNullable(System.getProperty("user.name"))
                .filter("root"::equals)
                .isPresent();
    }

    private static String program(String name) {
        return Detached.program(name).orElseThrow(() -> new LocalFailure("program " + name + " is missing"));
    }

    private static void chown(Path folder, String owner) {
        try {
            Object now = Files.getAttribute(folder, "unix:uid");
            if (!owner.startsWith(now + ":") && run(List.of(program("chown"), "-R", owner, folder.toString())) != 0) {
                throw new LocalFailure("cannot give " + folder + " to user " + owner);
            }
        } catch (IOException e) {
            throw new LocalFailure("cannot tell who owns " + folder + ": " + e.getMessage(), e);
        }
    }

    private static int run(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new LocalFailure("cannot run " + command.getFirst() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalFailure("interrupted while running " + command.getFirst(), e);
        }
    }
}
