package io.unstir.local.system;

import io.unstir.local.Console;
import io.unstir.local.broker.Broker;
import io.unstir.local.data.DataFolder;
import io.unstir.local.database.Postmaster;
import io.unstir.local.supervisor.Ending;
import io.unstir.local.supervisor.ServiceTag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a supervisor that was killed left running on a data folder. */
record LeftOvers(DataFolder data) {
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** Stops services, then the broker, then the database. Call it only with the data folder's lock. */
    void stop(Console console) {
        List<ProcessHandle> children = ServiceTag.running(data.root()).toList();
        Optional<ProcessHandle> postmaster = postmaster();
        if (children.isEmpty() && postmaster.isEmpty()) {
            return;
        }
        console.note("stopping what an earlier start left behind: " + names(children, postmaster));
        stop(children.stream().filter(child -> !isBroker(child)).toList());
        stop(children.stream().filter(LeftOvers::isBroker).toList());
        stop(postmaster.stream().toList());
    }

    boolean isEmpty() {
        return ServiceTag.running(data.root()).findAny().isEmpty()
                && postmaster().isEmpty();
    }

    private Optional<ProcessHandle> postmaster() {
        return new Postmaster(data.postgres()).find();
    }

    private static void stop(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroy);
        Ending.await(processes, GRACE);
    }

    private static boolean isBroker(ProcessHandle child) {
        return ServiceTag.serviceOf(child).filter(Broker::isName).isPresent();
    }

    private static String names(List<ProcessHandle> children, Optional<ProcessHandle> postmaster) {
        var names = new ArrayList<String>();
        children.forEach(child -> names.add(ServiceTag.serviceOf(child).orElse("process") + " (" + child.pid() + ")"));
        postmaster.ifPresent(process -> names.add("postgres (" + process.pid() + ")"));
        return String.join(", ", names);
    }
}
