# Each does its own set-up; a second run skips what is done. ARGS passes options on: make demo ARGS="--seed 3"
.PHONY: demo run test bench

demo run test bench:
	@sh packaging/bootstrap.sh $@ $(ARGS)
