package io.unstir.manifests.config;

import java.util.HashSet;
import java.util.Set;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/** The keys of SmallRye Config's mapped interfaces; a map's key is a star. */
final class MappedKeys {
    private static final String CONFIG = "io.smallrye.config.";
    private static final DotName MAPPING = DotName.createSimple(CONFIG + "ConfigMapping");
    private static final DotName NAME = DotName.createSimple(CONFIG + "WithName");
    private static final DotName PARENT_NAME = DotName.createSimple(CONFIG + "WithParentName");
    private static final DotName UNNAMED_KEY = DotName.createSimple(CONFIG + "WithUnnamedKey");
    private static final DotName ROOT = DotName.createSimple("io.quarkus.runtime.annotations.ConfigRoot");
    private static final Set<String> WRAPPERS = Set.of("java.util.Optional", "java.util.List", "java.util.Set");

    private final IndexView index;
    private final Set<String> settable = new HashSet<>();
    private final Set<String> fixed = new HashSet<>();

    MappedKeys(IndexView index) {
        this.index = index;
        index.getAnnotations(MAPPING).forEach(this::add);
    }

    Set<String> settable() {
        return settable;
    }

    /** Those that count only when the service is built. */
    Set<String> fixed() {
        return fixed;
    }

    private void add(AnnotationInstance mapping) {
        ClassInfo type = mapping.target().asClass();
        var prefix = mapping.value("prefix");
        walk(type, prefix == null ? "" : prefix.asString(), isFixed(type) ? fixed : settable);
    }

    /** What is no root of Quarkus is read when it runs. */
    private static boolean isFixed(ClassInfo type) {
        var root = type.declaredAnnotation(ROOT);
        if (root == null) {
            return false;
        }
        return root.value("phase") == null || !root.value("phase").asEnum().equals("RUN_TIME");
    }

    private void walk(ClassInfo type, String prefix, Set<String> keys) {
        for (MethodInfo method : type.methods()) {
            if (method.parametersCount() == 0 && !method.isStaticInitializer() && !isStatic(method)) {
                String key = method.hasAnnotation(PARENT_NAME) ? prefix : join(prefix, name(method));
                add(method.returnType(), key, keys, method.hasAnnotation(UNNAMED_KEY));
            }
        }
        for (DotName parent : type.interfaceNames()) {
            var known = index.getClassByName(parent);
            if (known != null) {
                walk(known, prefix, keys);
            }
        }
    }

    private void add(Type type, String key, Set<String> keys, boolean unnamed) {
        if (type.kind() == Type.Kind.PARAMETERIZED_TYPE) {
            var arguments = type.asParameterizedType().arguments();
            if (WRAPPERS.contains(type.name().toString())) {
                add(arguments.getFirst(), key, keys, unnamed);
                return;
            }
            if (type.name().toString().equals("java.util.Map")) {
                if (unnamed) {
                    add(arguments.get(1), key, keys, false);
                }
                add(arguments.get(1), join(key, "*"), keys, false);
                return;
            }
        }
        var group = index.getClassByName(type.name());
        if (group != null && group.isInterface()) {
            walk(group, key, keys);
        } else {
            keys.add(key);
        }
    }

    private static boolean isStatic(MethodInfo method) {
        return java.lang.reflect.Modifier.isStatic(method.flags());
    }

    private static String name(MethodInfo method) {
        var name = method.annotation(NAME);
        return name != null
                ? name.value().asString()
                : method.name().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase();
    }

    private static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }
}
