/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The packages, and which may use which. */
class ArchitectureTest {
    private static final String ROOT = "io.github.camelseedance";
    private static final String EMULATOR = ROOT + ".emulator..";

    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    private static final JavaClasses COMPONENT =
            ALL.that(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(EMULATOR)));

    @Test
    void packagesUseOnlyThoseBelowThem() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("root")
                .definedBy(ROOT)
                .layer("management")
                .definedBy(ROOT + ".management..")
                .layer("callback")
                .definedBy(ROOT + ".callback..")
                .layer("tracking")
                .definedBy(ROOT + ".tracking..")
                .layer("repository")
                .definedBy(ROOT + ".repository..")
                .layer("media")
                .definedBy(ROOT + ".media..")
                .layer("api")
                .definedBy(ROOT + ".api..")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("management")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("callback")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("tracking")
                .mayOnlyBeAccessedByLayers("root", "management", "callback")
                .whereLayer("repository")
                .mayOnlyBeAccessedByLayers("root", "management", "callback", "tracking")
                .whereLayer("media")
                .mayOnlyBeAccessedByLayers("root")
                .ensureAllClassesAreContainedInArchitecture()
                .check(COMPONENT);
    }

    @Test
    void packagesFormNoCircle() {
        slices().assignedFrom(new Packages(ROOT)).should().beFreeOfCycles().check(COMPONENT);
        slices().assignedFrom(new Packages(ROOT + ".emulator"))
                .should()
                .beFreeOfCycles()
                .check(ALL);
    }

    /** Each package below the root, with all that is below it. */
    private record Packages(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            if (!type.getPackageName().startsWith(root)) {
                return SliceIdentifier.ignore();
            }
            String below = type.getPackageName().substring(root.length());
            return SliceIdentifier.of(below.isEmpty() ? "root" : below.split("\\.")[1]);
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }

    @Test
    void componentAndEmulatorDoNotKnowEachOther() {
        noClasses()
                .that()
                .resideInAPackage(EMULATOR)
                .should()
                .dependOnClassesThat(
                        JavaClass.Predicates.resideInAPackage(ROOT + "..")
                                .and(
                                        DescribedPredicate.not(
                                                JavaClass.Predicates.resideInAPackage(EMULATOR))))
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage(EMULATOR)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(EMULATOR)
                .check(ALL);
    }
}
