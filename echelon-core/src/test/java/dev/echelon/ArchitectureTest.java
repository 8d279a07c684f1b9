package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The arrows of ARCHITECTURE.md, exactly: a new arrow fails here until it is drawn there. */
class ArchitectureTest {
    private static final String ROOT = "dev.echelon";

    /** Packages by level; an arrow goes to a lower level, or to {@code error}. */
    private static final List<List<String>> LEVELS = List.of(
            List.of("error", "table", "internal.linalg", "internal.optim", "internal.distribution"),
            List.of("result", "formula", "covariance", "internal.sparse"),
            List.of("internal.design"),
            List.of("internal.crossproducts"),
            List.of("internal.levels"),
            List.of("internal.likelihood", "internal.inference"),
            List.of("internal.marginal", "internal.predict", "internal.means", "internal.iterative"),
            List.of("internal.intervals", "internal.simulation", "internal.diagnose"),
            List.of("internal.randomtests"),
            List.of(""));

    /** Each package and all that it may use. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("error", Set.of()),
            Map.entry("table", Set.of("error")),
            Map.entry("internal.linalg", Set.of("error")),
            Map.entry("internal.optim", Set.of()),
            Map.entry("internal.distribution", Set.of()),
            Map.entry("result", Set.of("error")),
            Map.entry("formula", Set.of("error")),
            Map.entry("covariance", Set.of("error")),
            Map.entry("internal.design", Set.of("error", "table", "result", "formula", "covariance")),
            Map.entry("internal.crossproducts", Set.of("error", "covariance", "internal.design")),
            Map.entry("internal.levels", Set.of("internal.linalg", "internal.crossproducts")),
            Map.entry(
                    "internal.likelihood",
                    Set.of(
                            "internal.levels",
                            "error",
                            "internal.linalg",
                            "internal.optim",
                            "internal.sparse",
                            "covariance",
                            "internal.crossproducts")),
            Map.entry("internal.sparse", Set.of("internal.linalg")),
            Map.entry(
                    "internal.marginal",
                    Set.of(
                            "error",
                            "internal.linalg",
                            "internal.optim",
                            "result",
                            "covariance",
                            "internal.design",
                            "internal.likelihood",
                            "internal.inference")),
            Map.entry(
                    "internal.predict",
                    Set.of(
                            "error",
                            "table",
                            "result",
                            "covariance",
                            "internal.linalg",
                            "internal.design",
                            "internal.crossproducts",
                            "internal.likelihood")),
            Map.entry(
                    "internal.intervals",
                    Set.of(
                            "result",
                            "covariance",
                            "internal.optim",
                            "internal.crossproducts",
                            "internal.likelihood",
                            "internal.predict")),
            Map.entry(
                    "internal.simulation",
                    Set.of(
                            "error",
                            "result",
                            "covariance",
                            "internal.linalg",
                            "internal.optim",
                            "internal.design",
                            "internal.inference",
                            "internal.crossproducts",
                            "internal.likelihood",
                            "internal.predict")),
            Map.entry(
                    "internal.diagnose",
                    Set.of(
                            "error",
                            "result",
                            "covariance",
                            "internal.linalg",
                            "internal.optim",
                            "internal.design",
                            "internal.crossproducts",
                            "internal.likelihood",
                            "internal.predict")),
            Map.entry(
                    "internal.randomtests",
                    Set.of(
                            "error",
                            "internal.linalg",
                            "covariance",
                            "internal.optim",
                            "internal.crossproducts",
                            "internal.likelihood",
                            "internal.predict",
                            "internal.simulation")),
            Map.entry(
                    "internal.means",
                    Set.of("error", "result", "internal.design", "internal.inference", "internal.distribution")),
            Map.entry(
                    "internal.iterative",
                    Set.of(
                            "covariance",
                            "internal.linalg",
                            "internal.optim",
                            "internal.crossproducts",
                            "internal.likelihood")),
            Map.entry(
                    "internal.inference",
                    Set.of(
                            "internal.levels",
                            "error",
                            "internal.linalg",
                            "covariance",
                            "internal.design",
                            "internal.crossproducts")),
            Map.entry(
                    "",
                    Set.of(
                            "error",
                            "table",
                            "internal.linalg",
                            "internal.optim",
                            "result",
                            "formula",
                            "covariance",
                            "internal.design",
                            "internal.crossproducts",
                            "internal.levels",
                            "internal.likelihood",
                            "internal.inference",
                            "internal.marginal",
                            "internal.predict",
                            "internal.means",
                            "internal.iterative",
                            "internal.distribution",
                            "internal.intervals",
                            "internal.simulation",
                            "internal.diagnose",
                            "internal.randomtests")));

    /** Each module and the modules of this project that it may use. */
    private static final Map<String, Set<String>> MODULES = Map.of(
            "echelon-core", Set.of(),
            "echelon-openblas", Set.of("echelon-core"),
            "echelon-data", Set.of("echelon-core"),
            "echelon-report", Set.of("echelon-core"),
            "echelon-cli", Set.of("echelon-core", "echelon-report", "echelon-openblas", "echelon-data"),
            "echelon-bench", Set.of("echelon-core", "echelon-data", "echelon-openblas"),
            "echelon-spark", Set.of("echelon-core"));

    /** What the core brings along at run time; docs/decisions/0002 says why each is worth it. */
    private static final Set<String> CORE_LIBRARIES = Set.of(
            "org.jspecify:jspecify",
            "org.apache.commons:commons-statistics-distribution",
            "org.apache.commons:commons-rng-simple",
            "org.apache.commons:commons-rng-sampling",
            "de.siegmar:fastcsv",
            "ch.randelshofer:fastdoubleparser",
            "org.hipparchus:hipparchus-optim",
            "tools.jackson.core:jackson-core");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("echelon-openblas"))
            .importPackages(ROOT);

    @Test
    void everyPackageHasALevelAndItsArrows() {
        Set<String> packages = new TreeSet<>();
        CORE.forEach(type -> packages.add(packageOf(type)));

        assertThat(ARROWS.keySet()).containsExactlyInAnyOrderElementsOf(packages);
        assertThat(LEVELS.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(packages);
    }

    @Test
    void arrowsPointDownwards() {
        ARROWS.forEach((from, targets) -> {
            for (String to : targets) {
                assertThat(level(to) < level(from) || to.equals("error"))
                        .as("%s (level %d) uses %s (level %d)", from, level(from), to, level(to))
                        .isTrue();
            }
        });
    }

    @Test
    void packagesUseOneAnotherOnlyAsDrawn() {
        Map<String, Set<String>> offending = new TreeMap<>();
        for (JavaClass type : CORE) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String from = packageOf(type);
                String to = packageOf(dependency.getTargetClass().getBaseComponentType());
                if (isOurs(dependency.getTargetClass().getBaseComponentType())
                        && !from.equals(to)
                        && !ARROWS.getOrDefault(from, Set.of()).contains(to)) {
                    offending
                            .computeIfAbsent(from + " -> " + to, arrow -> new TreeSet<>())
                            .add(dependency.getDescription());
                }
            }
        }

        assertThat(offending).isEmpty();
    }

    @Test
    void signaturesThatUsersSeeNameNoInternalType() {
        List<String> offending = new ArrayList<>();
        for (JavaClass type : CORE) {
            if (isInternal(type) || !isVisible(type)) {
                continue;
            }
            for (JavaCodeUnit unit : type.getCodeUnits()) {
                Set<JavaClass> named =
                        new java.util.HashSet<>(unit.getReturnType().getAllInvolvedRawTypes());
                unit.getParameterTypes().forEach(parameter -> named.addAll(parameter.getAllInvolvedRawTypes()));
                if (isApi(unit.getModifiers()) && named.stream().anyMatch(ArchitectureTest::isInternal)) {
                    offending.add(unit.getFullName());
                }
            }
            for (JavaField field : type.getFields()) {
                JavaType declared = field.getType();
                if (isApi(field.getModifiers())
                        && declared.getAllInvolvedRawTypes().stream().anyMatch(ArchitectureTest::isInternal)) {
                    offending.add(field.getFullName());
                }
            }
        }

        assertThat(offending).isEmpty();
    }

    @Test
    void modulesDependOnOneAnotherOnlyAsDrawn() throws Exception {
        assertThat(modulesOfTheBuild()).containsExactlyInAnyOrderElementsOf(MODULES.keySet());
        assertThat(Repository.modules()).containsExactlyInAnyOrderElementsOf(MODULES.keySet());
        for (Map.Entry<String, Set<String>> module : MODULES.entrySet()) {
            Set<String> used = new TreeSet<>();
            for (String dependency : dependencies(Repository.root().resolve(module.getKey()))) {
                if (dependency.startsWith(ROOT + ":")) {
                    used.add(dependency.substring(ROOT.length() + 1));
                }
            }
            assertThat(module.getValue()).as(module.getKey()).containsAll(used);
        }
    }

    @Test
    void coreBringsOnlyTheLibrariesOfItsDecisionRecord() throws Exception {
        Set<String> used = new TreeSet<>(dependencies(Repository.root()));
        used.addAll(dependencies(Repository.root().resolve("echelon-core")));

        assertThat(CORE_LIBRARIES).containsExactlyInAnyOrderElementsOf(used);
    }

    private static int level(String name) {
        for (int level = 0; level < LEVELS.size(); level++) {
            if (LEVELS.get(level).contains(name)) {
                return level;
            }
        }
        throw new AssertionError("package '" + name + "' has no level");
    }

    private static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().equals(ROOT)
                ? ""
                : type.getPackageName()
                        .substring(Math.min(
                                ROOT.length() + 1, type.getPackageName().length()));
    }

    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().startsWith(ROOT + ".internal");
    }

    private static boolean isVisible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
    }

    private static boolean isApi(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static List<String> modulesOfTheBuild() throws Exception {
        List<String> modules = new ArrayList<>();
        NodeList nodes = pom(Repository.root()).getElementsByTagName("module");
        for (int i = 0; i < nodes.getLength(); i++) {
            modules.add(nodes.item(i).getTextContent().strip());
        }
        return modules;
    }

    /** The direct dependencies of a module outside test scope, as group:artifact; not those of its profiles. */
    private static Set<String> dependencies(Path module) throws Exception {
        Set<String> dependencies = new TreeSet<>();
        for (Element list : children(pom(module), "dependencies")) {
            for (Element dependency : children(list, "dependency")) {
                List<Element> scope = children(dependency, "scope");
                if (scope.isEmpty() || !scope.get(0).getTextContent().strip().equals("test")) {
                    dependencies.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId"));
                }
            }
        }
        return dependencies;
    }

    private static Element pom(Path module) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(module.resolve("pom.xml").toFile())
                .getDocumentElement();
    }

    private static String text(Element parent, String name) {
        return children(parent, name).get(0).getTextContent().strip();
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
