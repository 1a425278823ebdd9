// Checks a Compose file with the library that Docker Compose itself uses, for machines without
// Docker: with all profiles, and with each alone. Usage: compose-check FILE
package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// load reads the file with one profile; "*" stands for all.
func load(file string, profile string) *types.Project {
	options, err := cli.NewProjectOptions([]string{file}, cli.WithProfiles([]string{profile}))
	if err == nil {
		var project *types.Project
		if project, err = options.LoadProject(context.Background()); err == nil {
			return project
		}
	}
	fmt.Fprintf(os.Stderr, "%s, profile %s: %v\n", file, profile, err)
	os.Exit(1)
	return nil
}

func main() {
	file := os.Args[1]
	var profiles []string
	for _, service := range load(file, "*").Services {
		profiles = append(profiles, service.Profiles...)
	}
	slices.Sort(profiles)
	for _, profile := range slices.Compact(profiles) {
		fmt.Printf("%s, profile %s: %s\n", file, profile, strings.Join(load(file, profile).ServiceNames(), ", "))
	}
}
