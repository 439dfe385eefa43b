package io.unstir.local.chaos;

import io.unstir.local.process.LogFile;
import io.unstir.local.supervisor.Service;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A service as it is, but with other surroundings.
 *
 * @param environment replaces variables and adds some
 * @param flags of its JVM, besides its own
 * @param arguments at the end of its command line
 * @param isWanted whether it may be started
 */
record Rewired(
        Service service,
        Map<String, String> environment,
        List<String> flags,
        List<String> arguments,
        BooleanSupplier isWanted)
        implements Service {
    Rewired(Service service) {
        this(service, Map.of(), List.of(), List.of(), () -> true);
    }

    Rewired with(Map<String, String> variables) {
        var more = new HashMap<>(environment);
        more.putAll(variables);
        return new Rewired(service, more, flags, arguments, isWanted);
    }

    Rewired withFlags(List<String> more) {
        return new Rewired(
                service,
                environment,
                Stream.concat(flags.stream(), more.stream()).toList(),
                arguments,
                isWanted);
    }

    Rewired withArguments(List<String> more) {
        return new Rewired(
                service,
                environment,
                flags,
                Stream.concat(arguments.stream(), more.stream()).toList(),
                isWanted);
    }

    /** Its supervisor does not get it to start again once this says no. */
    Rewired whileWanted(BooleanSupplier wanted) {
        return new Rewired(service, environment, flags, arguments, wanted);
    }

    @Override
    public Launch prepare() throws Exception {
        if (!isWanted.getAsBoolean()) {
            throw new IllegalStateException(name() + " is not wanted any more");
        }
        Launch launch = service.prepare();
        var command = new ArrayList<>(launch.command());
        // The last one of a kind counts.
        command.addAll(endOfFlags(command), flags);
        command.addAll(arguments);
        var variables = new HashMap<>(launch.environment());
        variables.putAll(environment);
        return new Launch(command, variables);
    }

    /** Of a JVM's own flags; the end of what is no JVM's. */
    private static int endOfFlags(List<String> command) {
        return command.stream()
                .filter(word -> word.equals("-jar") || word.equals("-cp"))
                .findFirst()
                .map(command::indexOf)
                .orElse(command.size());
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public String title() {
        return service.title();
    }

    @Override
    public int port() {
        return service.port();
    }

    @Override
    public List<Integer> morePorts() {
        return service.morePorts();
    }

    @Override
    public Optional<URI> health() {
        return service.health();
    }

    @Override
    public LogFile log() {
        return service.log();
    }

    @Override
    public Set<String> after() {
        return service.after();
    }

    @Override
    public boolean isFoundation() {
        return service.isFoundation();
    }

    @Override
    public boolean isReady(ProcessHandle process) {
        return service.isReady(process);
    }

    @Override
    public void requestStop(ProcessHandle process) {
        service.requestStop(process);
    }
}
